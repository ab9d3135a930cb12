import type { Page } from '../../scripts/docs/generated';
import { updatePages } from '../../scripts/docs/generated';
import { Mistake, runCommand } from '../../scripts/lib/command';

let printed: string[];
beforeEach(() => {
	printed = [];
	for (const stream of ['log', 'error'] as const) {
		jest
			.spyOn(console, stream)
			.mockImplementation((...parts: unknown[]) => void printed.push(parts.join(' ')));
	}
});
afterEach(() => jest.restoreAllMocks());

const current: Page = { file: 'README.md', update: (text) => text };
const outdated: Page = { file: 'README.md', update: (text) => `${text}more` };

test('--check reports the outdated pages and the command, and writes nothing', () => {
	expect(updatePages([current, outdated, outdated], 'docs:operations', ['--check'])).toBe(1);
	expect(printed).toEqual(['Not current: README.md. Run: npm run docs:operations']);
	expect(updatePages([current], 'docs:operations', ['--check'])).toBe(0);
});

describe('a script that ends with an error', () => {
	const before = process.exitCode;
	afterEach(() => {
		process.exitCode = before;
	});

	test("prints a user's mistake without a stack trace", () => {
		runCommand(() => {
			throw new Mistake('Do this.');
		});
		expect(printed).toEqual(['Do this.']);
		expect(process.exitCode).toBe(2);
	});

	test('rethrows a bug', () => {
		expect(() =>
			runCommand(() => {
				throw new TypeError('bug');
			}),
		).toThrow(TypeError);
	});
});
