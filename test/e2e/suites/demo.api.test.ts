/** The demo as a newcomer starts it: first with nothing installed, then again until Ctrl-C. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { N8nClient } from '../lib/client';
import { startDemo } from '../lib/demo';
import type { Demo } from '../lib/demo';
import { at, listAt, textAt } from '../lib/json';
import { OWNER } from '../lib/n8n';
import { setup } from '../lib/setup';
import { readTemplate, templateNames } from '../lib/templates';

/** As much of the output as a message shows, in characters: the reason stands at its end. */
const LAST_WORDS = 1500;

void suite('npm run demo', () => {
	let home: string;
	let running: Demo | undefined;

	before(() => {
		setup();
		home = mkdtempSync(join(tmpdir(), 'n8n-demo-'));
	});

	after(() => {
		running?.child.kill('SIGTERM');
		rmSync(home, { recursive: true, force: true, maxRetries: 5 });
	});

	function start(...args: string[]): Demo {
		const demo = startDemo(home, ...args);
		running = demo;
		void demo.ended.then(() => (running = undefined));
		return demo;
	}

	test('runs each workflow once, reports what they did and ends', async () => {
		const demo = start('--once');
		const code = await demo.ended;
		assert.equal(code, 0, demo.output().slice(-LAST_WORDS));
		assert.ok(demo.url());
		for (const line of [
			/Contact created +Ana Costa \(\w+\)/,
			/Free slots found +5, /,
			/Appointment booked +\w+/,
			/Checked in the stand-in +it holds the contact and the appointment/,
			/Look at the run: +http:\/\/127\.0\.0\.1:\d+\/workflow\/\w+\/executions\/\d+/,
			/Password: +\S+/,
		]) {
			assert.match(demo.output(), line);
		}
		assert.doesNotMatch(demo.output(), /No result/);
		assert.match(
			demo.output(),
			/HighLevel: Calendars to ActiveCampaign\n.*Renamed the calendar .*\n.*The result was there/,
		);
	});

	test('uses the same n8n when started again, accepts bookings and ends with Ctrl-C', async () => {
		const demo = start();
		await demo.ready();
		const client = new N8nClient(demo.n8n());
		await client.signIn(OWNER);
		assert.deepEqual(
			(await client.listWorkflows()).map(({ name }) => name).sort(),
			templateNames()
				.map((file) => readTemplate(file).name)
				.sort(),
			'each template must be there once',
		);
		assert.equal((await client.listCredentials()).length, 4);
		const shown = await demo.shown();
		const [, activeCampaign] = listAt(shown, 'services');
		const hooks = listAt(activeCampaign, 'sections').find((one) => at(one, 'title') === 'Webhooks');
		assert.deepEqual(
			listAt(hooks, 'rows').map((row) => textAt(row, 'title')),
			['update', 'contact_tag_added'],
			'the workflows must have registered their webhooks anew',
		);

		const [, body = '', address = ''] = /-d '(\{.*\})' (http\S+)/.exec(demo.output()) ?? [];
		const response = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body,
		});
		const answer = await response.text();
		assert.equal(response.status, 200, answer);
		assert.match(answer, /"appointmentId":"\w+"/);

		demo.child.kill('SIGINT');
		const code = await demo.ended;
		assert.equal(code, 0, demo.output().slice(-LAST_WORDS));
		await assert.rejects(fetch(address), 'n8n must have ended with the demo');
	});
});
