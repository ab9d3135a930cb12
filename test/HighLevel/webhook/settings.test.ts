/** How the webhook trigger reads its parameters. */
import type { IDataObject } from 'n8n-workflow';

import { KeyFault, publicKeys } from '../../../nodes/HighLevel/webhook/signature';
import type { Settings } from '../../../nodes/HighLevel/webhook/settings';
import { readSettings, SettingsFault } from '../../../nodes/HighLevel/webhook/settings';
import { WebhookSender } from '../../standins/highlevel/webhooks';
import { fakeContext } from '../fakeContext';

const APP = { source: 'app', events: ['ContactCreate'] };
const WORKFLOW = { source: 'workflow', headerName: 'X-Secret', secret: 'twelve chars' };

const resultOf = (parameters: IDataObject, typeVersion = 1.2) =>
	readSettings(fakeContext({ parameters, typeVersion }).context);

function settingsOf(parameters: IDataObject, typeVersion?: number): Settings {
	const settings = resultOf(parameters, typeVersion);
	if (settings instanceof SettingsFault) throw new Error(settings.message);
	return settings;
}

function faultOf(parameters: IDataObject): SettingsFault {
	const fault = resultOf(parameters);
	if (fault instanceof SettingsFault) return fault;
	throw new Error('The settings are accepted');
}

describe('of an app', () => {
	it('are safe where nothing is given', () => {
		expect(settingsOf(APP)).toEqual({
			source: 'app',
			events: ['ContactCreate'],
			appId: '',
			locationIds: [],
			keys: publicKeys(),
			allowLegacy: false,
			maxAgeMs: 0,
			secret: { in: 'header', name: '', value: '' },
			fetchesRecords: false,
			detail: 'whole',
			storesDeliveries: false,
		});
	});

	it('are the default for a source that the node does not know', () => {
		for (const source of [undefined, '', 'other']) {
			expect(settingsOf({ ...APP, source }).source).toBe('app');
		}
	});

	it('contain what is given, without blanks', () => {
		const sender = new WebhookSender('app', 'location');
		const given = {
			...APP,
			otherEvents: ' InvoicePaid,UserCreate;\nOrderCreate ,, ',
			appId: ' app-1 ',
			locationIds: 'loc-1, loc-2  loc-3',
			fetchRecords: true,
			options: {
				publicKeys: sender.publicKey,
				legacySignature: true,
				maximumAge: 5,
				rememberInWorkflow: true,
			},
		};
		expect(settingsOf(given)).toMatchObject({
			events: ['ContactCreate', 'InvoicePaid', 'UserCreate', 'OrderCreate'],
			appId: 'app-1',
			locationIds: ['loc-1', 'loc-2', 'loc-3'],
			allowLegacy: true,
			maxAgeMs: 300_000,
			fetchesRecords: true,
			storesDeliveries: true,
		});
		const { keys } = settingsOf(given);
		expect(keys.current.map((key) => key.export({ type: 'spki', format: 'pem' }))).toEqual([
			sender.publicKey,
		]);
	});

	it('read lists that come from expressions', () => {
		expect(
			settingsOf({ ...APP, events: [' ContactCreate ', '', 7, null], locationIds: [17, ' loc-1'] }),
		).toMatchObject({ events: ['ContactCreate', '7'], locationIds: ['17', 'loc-1'] });
		expect(settingsOf({ ...APP, locationIds: 17 }).locationIds).toEqual(['17']);
	});

	it.each([[['*']], [['ContactCreate', '*']]])('accept all events with %j', (events) => {
		expect(settingsOf({ ...APP, events }).events).toBeUndefined();
	});

	it('accept all events if that is entered by name', () => {
		expect(settingsOf({ source: 'app', otherEvents: '*' }).events).toBeUndefined();
	});

	it.each([
		[undefined, 0],
		['', 0],
		['soon', 0],
		[-5, 0],
		[0.5, 30_000],
		['2', 120_000],
	])('with a maximum age of %j accept %d ms', (maximumAge, ms) => {
		expect(settingsOf({ ...APP, options: { maximumAge } }).maxAgeMs).toBe(ms);
	});

	it('are those of no options if the options are none', () => {
		for (const options of [null, 'text', ['list']]) {
			expect(settingsOf({ ...APP, options } as IDataObject)).toEqual(settingsOf(APP));
		}
	});

	it.each([
		['legacySignature', 'allowLegacy'],
		['rememberInWorkflow', 'storesDeliveries'],
	] as const)('switch %s on for true alone', (option, setting) => {
		for (const value of ['true', 1, 'false', {}]) {
			expect(settingsOf({ ...APP, options: { [option]: value } })[setting]).toBe(false);
		}
	});

	it('fetch records for true alone', () => {
		expect(settingsOf({ ...APP, fetchRecords: 'true' }).fetchesRecords).toBe(false);
	});

	it('simplify by the switch, else by the version', () => {
		expect(settingsOf({ ...APP, simple: true }, 1.1).detail).toBe('simple');
		expect([1, 1.1, 1.2].map((version) => settingsOf(APP, version).detail)).toEqual([
			'raw',
			'raw',
			'whole',
		]);
	});

	it('without an event name the field and what to do', () => {
		for (const given of [{}, { events: [], otherEvents: ' , ' }]) {
			const { message, advice } = faultOf({ source: 'app', ...given });
			expect(message).toContain("'Events'");
			expect(advice).toContain("'Other Event Names'");
		}
	});

	it('with keys that are none name the field and what to do', () => {
		const { message, advice } = faultOf({ ...APP, options: { publicKeys: 'x' } });
		const fault = publicKeys('x');
		expect(fault).toBeInstanceOf(KeyFault);
		expect(message).toBe(`'Public Keys' ${fault instanceof KeyFault ? fault.message : ''}`);
		expect(advice).toContain("'Public Keys'");
	});
});

describe('of a workflow', () => {
	it('contain the secret and where it is sent', () => {
		expect(settingsOf(WORKFLOW)).toMatchObject({
			source: 'workflow',
			events: undefined,
			secret: { in: 'header', name: 'X-Secret', value: 'twelve chars' },
		});
		expect(
			settingsOf({ ...WORKFLOW, secretIn: 'body', bodyKey: ' token ', headerName: 'other' }),
		).toMatchObject({ secret: { in: 'body', name: 'token', value: 'twelve chars' } });
		expect(settingsOf({ ...WORKFLOW, secretIn: 'header', bodyKey: 'token' }).secret).toEqual({
			in: 'header',
			name: 'X-Secret',
			value: 'twelve chars',
		});
	});

	it('keep blanks that are part of the secret', () => {
		expect(settingsOf({ ...WORKFLOW, secret: ' ten chars ' + ' ' }).secret.value).toBe(
			' ten chars  ',
		);
	});

	it('read the event names, and ignore what belongs to apps', () => {
		const settings = settingsOf({
			...WORKFLOW,
			...{ workflowEvents: 'paid, booked', events: ['ContactCreate'], otherEvents: 'InvoicePaid' },
			...{ appId: 'app-1', options: { maximumAge: 5 } },
		});
		expect(settings).toMatchObject({ events: ['paid', 'booked'], appId: '', maxAgeMs: 0 });
		expect(settingsOf({ ...WORKFLOW, workflowEvents: ' , ' }).events).toBeUndefined();
	});

	it('without a name for the secret name the field', () => {
		const inHeader = faultOf({ ...WORKFLOW, headerName: ' ', bodyKey: 'token' });
		expect(inHeader.message).toContain("'Secret Header'");
		const inBody = faultOf({ ...WORKFLOW, secretIn: 'body' });
		expect(inBody.message).toContain("'Secret Key'");
		for (const { advice } of [inHeader, inBody]) expect(advice).toMatch(/^Enter .*\.$/);
	});

	it('accept a secret from 12 characters on', () => {
		expect(settingsOf({ ...WORKFLOW, secret: 'x'.repeat(12) }).secret.value).toHaveLength(12);
		const { message, advice } = faultOf({ ...WORKFLOW, secret: 'x'.repeat(11) });
		expect(message).toMatch(/^'Secret' has fewer than 12 characters/);
		expect(advice).toMatch(/^Enter at least 12 characters/);
		expect(faultOf({ ...WORKFLOW, secret: undefined }).message).toBe(message);
	});
});
