/** Who hears of failed runs: an address that takes messages as the incoming webhook of a chat does. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Told {
	/** For the setting `tellUrl`. */
	url: string;
	/** The messages, oldest first. */
	texts: string[];
	close(): void;
}

/** Listens on loopback. */
export async function listenForTold(): Promise<Told> {
	const texts: string[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (part: Buffer) => (body += part.toString()));
		request.on('end', () => {
			texts.push(String((JSON.parse(body) as { text: unknown }).text));
			response.end('ok');
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}/`, texts, close: () => server.close() };
}
