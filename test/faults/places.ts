/** Addresses where the service is not: nobody listens, another server listens, or one that nobody can trust. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer as createPlain } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo, Server } from 'node:net';

/** Nothing listens on the discard port. */
export const NOBODY = 'http://127.0.0.1:9';

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	server.unref();
	return (server.address() as AddressInfo).port;
}

/** A server that counts what it is sent. */
export interface Elsewhere {
	url: string;
	/** Every request so far: its head as one text. */
	received: string[];
}

/** Starts the server that redirects lead to. */
export async function startElsewhere(): Promise<Elsewhere> {
	const received: string[] = [];
	const server = createPlain((request, response) => {
		received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
		response.end('{}');
	});
	return { url: `http://127.0.0.1:${await listen(server)}`, received };
}

/** Starts a server with a certificate of its own making. */
export async function startUntrusted(): Promise<Elsewhere> {
	const received: string[] = [];
	const server = createSecure(selfSigned(), (request, response) => {
		received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
		response.end('{}');
	});
	return { url: `https://127.0.0.1:${await listen(server)}`, received };
}

/** One value in the encoding of certificates (DER). */
function der(tag: number, ...parts: Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const head =
		length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
	return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BITS = 0x03;

/** `commonName=localhost`. */
const NAME = der(
	SEQUENCE,
	der(
		0x31,
		der(SEQUENCE, der(0x06, Buffer.from([0x55, 0x04, 0x03])), der(0x0c, Buffer.from('localhost'))),
	),
);
/** `ecdsa-with-SHA256`. */
const ALGORITHM = der(SEQUENCE, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));

const utc = (date: Date) =>
	der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/\D/g, '')}Z`));

/** A key, and a certificate that it signed itself, valid for a day. */
function selfSigned(): { key: string; cert: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const day = 86_400_000;
	const body = der(
		SEQUENCE,
		der(INTEGER, Buffer.from([1])),
		ALGORITHM,
		NAME,
		der(SEQUENCE, utc(new Date(Date.now() - day)), utc(new Date(Date.now() + day))),
		NAME,
		publicKey.export({ type: 'spki', format: 'der' }),
	);
	const signature = sign('sha256', body, privateKey);
	const certificate = der(
		SEQUENCE,
		body,
		ALGORITHM,
		der(BITS, Buffer.from([0]), signature),
	).toString('base64');
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
	};
}
