import { formReports } from './test-form-reports.ts'
import { priceReports } from './test-price-reports.ts'
import { tokenReports } from './test-token-reports.ts'

export const publicReports = [...tokenReports, ...formReports, ...priceReports]
