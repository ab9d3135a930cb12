import { expectNone } from '../support/expectNone';
import { notInSdk } from './peculiarities';
import { operations, Recorder } from './recorder';
import { SdkOracle } from './sdk';

const sdk = new SdkOracle(new Recorder());
const ours = operations.filter(({ family }) => family === 'contacts' || family === 'calendars');
const lacking = ours.filter((operation) => !sdk.has(operation));
const exempt = Object.keys(notInSdk);

/** The contract tests compare only endpoints that the SDK has, so a renamed operation would go unnoticed. */
test('the official SDK has every endpoint but those that are listed or hand-written', () => {
	const surprising = lacking.filter(
		({ path, handWritten }) =>
			handWritten === undefined && !exempt.some((start) => path.startsWith(start)),
	);
	expectNone(
		surprising.map(({ operationId, method, path }) => `${operationId}: ${method} ${path}`),
		'The official SDK has no method for these endpoints. If a newer version has one: npm install --save-dev @gohighlevel/api-client@latest. If not, list the beginning of their path in notInSdk of test/contract/peculiarities.ts.',
	);
});

test('the SDK lacks every endpoint that is listed as missing', () => {
	expectNone(
		exempt.filter((start) => !lacking.some(({ path }) => path.startsWith(start))),
		'The official SDK has these endpoints now. Remove them from notInSdk of test/contract/peculiarities.ts.',
	);
});
