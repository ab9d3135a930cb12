/** The chat model's stand-in as a program. */
import { startChatModelStandIn } from '../chatmodel';
import type { CliService } from './service';
import { count } from './service';

export const chatModel: CliService = {
	options: { key: { type: 'string' } },
	help: '  --key <text>           the API key',
	start: async (given) => {
		const standIn = await startChatModelStandIn({
			port: count(given, 'port') ?? 0,
			latencyMs: count(given, 'latency') ?? 0,
			...(typeof given.key === 'string' ? { apiKey: given.key } : {}),
		});
		const { url, apiKey } = standIn;
		return {
			text: `Chat model stand-in  ${url}
API key              ${apiKey}`,
			json: { url: url.replace(/\/v1$/, ''), apiKey },
			close: () => standIn.close(),
		};
	},
};
