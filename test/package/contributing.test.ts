/**
 * Follows CONTRIBUTING.md in a copy of the project, with its samples: adds an endpoint that HighLevel's files lack and a
 * polling event, omits each step once, and then runs the checks that concern the two.
 */
import { spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { removeFolder, ROOT, temporaryFolder } from './tools';

jest.setTimeout(300_000);

const GUIDE = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');

function section(heading: string): string {
	const found = GUIDE.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
	if (!found) throw new Error(`CONTRIBUTING.md has no section "${heading}"`);
	return found;
}

/** A code sample: the first of its language in the section, or the one whose first line names the file. */
function sample(heading: string, language: 'json' | 'ts', file?: string): string {
	const blocks = [...section(heading).matchAll(/```(\w+)\n([\s\S]*?)```/g)];
	for (const [, found, code = ''] of blocks) {
		if (found !== language) continue;
		const [first, ...rest] = code.split('\n');
		if (file === undefined) return code;
		if (first === `// ${file}`) return rest.join('\n');
	}
	throw new Error(`"${heading}" of CONTRIBUTING.md has no ${language} sample for ${file ?? 'it'}`);
}

/** The outcome of a run of tests. */
interface Checked {
	/** The full names of those that passed. */
	passed: string[];
	/** The messages of the files with failed tests. */
	failures: string[];
}

interface Report {
	testResults: Array<{
		status: string;
		message: string;
		assertionResults: Array<{ status: string; fullName: string }>;
	}>;
}

/** A copy of the project that shares the dependencies of the original. */
class Copy {
	readonly root = join(temporaryFolder(), 'project');

	constructor() {
		const left = /(^|\/)(node_modules|dist|\.git|\.cache|\.node24|coverage|test-results|results)$/;
		cpSync(ROOT, this.root, {
			recursive: true,
			filter: (source) =>
				!left.test(source.replaceAll('\\', '/')) && source !== join(ROOT, 'test', 'e2e'),
		});
		const engines = readdirSync(join(ROOT, 'test', 'engine')).map((name) => `test/engine/${name}`);
		for (const folder of ['.', ...engines]) {
			const modules = join(ROOT, folder, 'node_modules');
			if (!existsSync(modules)) continue;
			symlinkSync(realpathSync(modules), join(this.root, folder, 'node_modules'), 'junction');
		}
	}

	read(file: string): string {
		return readFileSync(join(this.root, file), 'utf8');
	}

	write(file: string, text: string): void {
		mkdirSync(dirname(join(this.root, file)), { recursive: true });
		writeFileSync(join(this.root, file), text);
	}

	/** Inserts text after the first occurrence of `anchor`. */
	insert(file: string, anchor: string, text: string): void {
		const before = this.read(file);
		if (!before.includes(anchor)) throw new Error(`${file} no longer says ${anchor}`);
		this.write(
			file,
			before.replace(anchor, () => `${anchor}${text}`),
		);
	}

	/** Runs a program from node_modules. */
	private run(program: string, ...args: string[]) {
		// Jest in the copy must not run as a worker of this one.
		const { JEST_WORKER_ID: _, ...env } = process.env;
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			[join(this.root, 'node_modules', program), ...args],
			{ cwd: this.root, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
		);
		return { status, printed: `${stdout}${stderr}` };
	}

	/** Runs an npm script, which the section must mention. */
	script(heading: string, name: string) {
		expect(section(heading)).toContain(`npm run ${name}`);
		const { scripts } = JSON.parse(this.read('package.json')) as {
			scripts: Record<string, string>;
		};
		const files = [...(scripts[name] ?? '').matchAll(/tsx (\S+)/g)].map(([, file = '']) => file);
		expect(files).not.toEqual([]);
		return files.map((file) => this.run('tsx/dist/cli.mjs', file)).at(-1);
	}

	/** TypeScript's errors in some files and their imports. */
	typeErrors(files: string[]): string {
		const config = { extends: './tsconfig.test.json', include: files };
		this.write('tsconfig.touched.json', JSON.stringify(config));
		return this.run('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.touched.json').printed;
	}

	/** Runs the copy's tests, limited to some projects, files and names. */
	check(projects: string[], files: string[], names: string): Checked {
		const report = join(this.root, 'report.json');
		rmSync(report, { force: true });
		const { printed } = this.run(
			'jest/bin/jest.js',
			'--ci',
			'--maxWorkers=2',
			'--json',
			`--outputFile=${report}`,
			'--selectProjects',
			...projects,
			'--testPathPatterns',
			...files,
			'-t',
			names,
		);
		try {
			const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
			const failed = testResults.filter(({ status }) => status === 'failed');
			const passed = testResults
				.flatMap(({ assertionResults }) => assertionResults)
				.filter(({ status }) => status === 'passed');
			return {
				passed: passed.map(({ fullName }) => fullName),
				failures: failed.map(({ message }) => message),
			};
		} catch {
			throw new Error(printed);
		}
	}
}

const ENDPOINT = 'Add an endpoint';
const EVENT = 'Add a polling event';
const ROW = 'nodes/HighLevel/resources/contacts/follower.ts';
const HANDLER = 'test/standins/highlevel/resources/membership.ts';
const POLLING = 'nodes/HighLevel/polling/contacts/dndEnabled.ts';
const FIXTURE = 'test/HighLevel/polling/eventFixtures.ts';
const SCENARIO = 'test/HighLevel/polling/scenarios/contacts.ts';

/** The tests that concern the endpoint or the event. */
const PROJECTS = ['unit', 'package', 'contract', 'engine-newest'];
const FILES = [
	'HighLevel/schemas.test',
	'HighLevel/names',
	'standins/digest',
	'package/(readme|numbers|polling)',
	'test/contract/',
	'polling/(once|histories|events)',
];
/** In files with a test for each row or event, only those of the two. */
const NAMES =
	'Follower > Get|follower\\.get|dndEnabled|every event has|schemas beside|every operation|has the events|twice at once|one name means|lists|pages|numbers|SDK has|overlay holds';

let copy: Copy;
beforeAll(() => {
	copy = new Copy();
});
afterAll(() => removeFolder(dirname(copy.root)));

describe('an omitted step', () => {
	test('1: the schemas script says where to describe the endpoint, without a stack trace', () => {
		copy.insert(ROW, 'operations: [\n', sample(ENDPOINT, 'ts', ROW));
		const { status, printed } = copy.script(ENDPOINT, 'schemas') ?? {};
		expect(printed).toContain('GET /contacts/{contactId}/followers: neither the digest nor the');
		expect(printed).toContain('npm run api:digest -- --from');
		expect(printed).toContain('test/contract/api-overlay.json');
		expect(printed).not.toMatch(/^\s+at /m);
		expect(status).toBe(2);
	});

	test('any other: a test fails with a message that names it', () => {
		const overlay = JSON.parse(copy.read('test/contract/api-overlay.json')) as {
			sets: { v3: { contacts: unknown[] } };
		};
		overlay.sets.v3.contacts.push(JSON.parse(sample(ENDPOINT, 'json')));
		copy.write('test/contract/api-overlay.json', JSON.stringify(overlay));
		copy.write(POLLING, sample(EVENT, 'ts', POLLING));
		const index = 'nodes/HighLevel/polling/contacts/index.ts';
		copy.insert(
			index,
			"import { dateReached } from './dateReached';\n",
			`import { dndEnabled } from './dndEnabled';\n`,
		);
		copy.insert(index, '\tdateReached,\n', '\tdndEnabled,\n');

		const { failures } = copy.check(['unit', 'package'], FILES, NAMES);
		const said = failures.join('\n');
		for (const step of [
			'Run: npm run schemas\n  v1.0.0/follower/get.json',
			'Run: npm run docs:operations\n  docs/operations.md',
			'Run: npm run docs:triggers\n  docs/triggers-polling.md',
			'Add one to test/standins/highlevel/resources/',
			'Add one to test/HighLevel/polling/eventFixtures.ts',
			'Add one to test/HighLevel/polling/scenarios/',
		]) {
			expect(said.replace(/^ {4}/gm, '')).toContain(step);
		}
	});
});

describe('with all steps', () => {
	test('the scripts generate the schema, the tables and the number of events', () => {
		copy.insert(
			HANDLER,
			'export const membership: Handlers = {\n',
			sample(ENDPOINT, 'ts', HANDLER),
		);
		copy.insert(
			FIXTURE,
			'export const EVENT_FIXTURES: Record<string, EventFixture> = {\n',
			sample(EVENT, 'ts', FIXTURE),
		);
		copy.insert(
			SCENARIO,
			'export const contactScenarios: Scenario[] = [\n',
			sample(EVENT, 'ts', SCENARIO),
		);
		const events = (page: string) => Number(/pollingEvents -->(\d+)/.exec(page)?.[1]);
		const before = events(copy.read('README.md'));

		expect(copy.script(ENDPOINT, 'schemas')?.printed).toContain('follower/get.json');
		expect(copy.script(ENDPOINT, 'docs:operations')?.status).toBe(0);
		expect(copy.script(EVENT, 'docs:triggers')?.status).toBe(0);
		expect(copy.read('docs/operations.md')).toContain('`GET /contacts/{contactId}/followers`');
		expect(copy.read('docs/triggers-polling.md')).toContain('#### Do Not Disturb Enabled');
		expect(events(copy.read('README.md'))).toBe(before + 1);
	});

	test('the touched files compile', () => {
		expect(copy.typeErrors([ROW, HANDLER, POLLING, FIXTURE, SCENARIO])).toBe('');
	});

	test('the tests of the endpoint and the event pass', () => {
		const { passed, failures } = copy.check(PROJECTS, FILES, NAMES);
		expect(failures).toEqual([]);
		for (const name of [
			'v3 Follower > Get ',
			'2021 Follower > Get ',
			'Follower > Get ',
			'follower.get: ',
			'dndEnabled ',
			'every event has a scenario',
			'the official SDK has every endpoint but',
			'the committed overlay holds only',
		]) {
			expect(passed).toContainEqual(expect.stringContaining(name));
		}
		// Each event has tests of its own in several files.
		expect(passed.filter((name) => name.includes('dndEnabled')).length).toBeGreaterThan(8);
	});
});
