/** Days that the fleet tells before it goes live. */
export const historyDays = 30
