/** How many days of history the fleet makes before it goes live. */
export const historyDays = 30
