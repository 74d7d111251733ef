/** The verbs of the domain, for the server. */
export { archiveChannel, channelKind, getChannel, listChannels, putChannel } from './config.ts'
export { enqueue } from './enqueue.ts'
export { listDeliveries } from './list-deliveries.ts'
export { requireChannels } from './require-channels.ts'
export { tryChannel } from './try-channel.ts'
