/**
 * Who may import whom (`npm run lint:imports`). Imports run one way:
 *
 *   node file -> resources, polling, webhook -> fields, search, api -> nodes/shared -> n8n-workflow
 *
 * Type imports count as well: a circle of types ties files together as firmly as a circle of code.
 */

/** Loaded at run time. n8n provides them; anything else would be missing on a user's machine. */
const PROVIDED_BY_N8N = '(^|/)node_modules/(n8n-workflow|luxon|@types/luxon)/';

const SHIPPED = '^(nodes|credentials)/';

export default {
	forbidden: [
		{
			name: 'no-circles',
			comment: 'Move what both files need into a third one.',
			severity: 'error',
			from: { pathNot: 'node_modules' },
			to: { circular: true },
		},
		{
			name: 'nothing-unknown',
			comment: 'The import leads nowhere: correct the path, or install the package.',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true },
		},
		{
			name: 'only-what-n8n-provides',
			comment: 'At run time the package has n8n-workflow and luxon.',
			severity: 'error',
			from: { path: SHIPPED },
			to: { path: 'node_modules/', pathNot: PROVIDED_BY_N8N },
		},
		{
			name: 'only-crypto-of-node',
			comment: "n8n Cloud refuses nodes that load another one of Node's modules.",
			severity: 'error',
			from: { path: SHIPPED },
			to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
		},
		{
			name: 'shipped-code-stands-alone',
			comment: 'Tests, scripts, benchmarks and build output are not in the package.',
			severity: 'error',
			from: { path: SHIPPED },
			to: { path: '^(test|scripts|bench|dist)/' },
		},
		{
			name: 'nodes-and-credentials-apart',
			comment: 'n8n loads them one by one, and a node names its credential as text.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^(nodes|credentials)/', pathNot: '^$1/' },
		},
		{
			name: 'shared-knows-no-service',
			comment: 'nodes/shared knows n8n, not HighLevel: hand the knowledge in as a parameter.',
			severity: 'error',
			from: { path: '^nodes/shared/' },
			to: { path: '^nodes/(?!shared/)' },
		},
		{
			name: 'services-apart',
			comment: 'Either service must be packable without the other; share through nodes/shared.',
			severity: 'error',
			from: { path: '^nodes/([^/]+)/', pathNot: '^nodes/shared/' },
			to: { path: '^nodes/', pathNot: '^nodes/($1|shared)/' },
		},
		{
			name: 'node-files-on-top',
			comment: 'A node file puts the parts together; the parts do not know it.',
			severity: 'error',
			from: { path: SHIPPED },
			to: { path: '\\.node\\.ts$' },
		},
		{
			name: 'parts-of-nodes-apart',
			comment:
				'Operations, polling and webhook triggers share fields, search and api, not each other.',
			severity: 'error',
			from: { path: '^nodes/[^/]+/(resources|polling|webhook)/' },
			to: {
				path: '^nodes/[^/]+/(resources|polling|webhook)/',
				pathNot: '^nodes/[^/]+/$1/',
			},
		},
		{
			name: 'apis-apart',
			comment: "Contacts and Calendars know nothing of each other's rows and events.",
			severity: 'error',
			from: { path: '^nodes/[^/]+/(?:resources|polling)/([^/]+)/' },
			to: {
				path: '^nodes/[^/]+/(?:resources|polling)/[^/]+/',
				pathNot: '^nodes/[^/]+/(?:resources|polling)/$1/',
			},
		},
		{
			name: 'building-blocks-below',
			comment: 'Fields, search and api are used by the parts of nodes and do not use them.',
			severity: 'error',
			from: {
				path: '^nodes/',
				pathNot: '^nodes/[^/]+/(resources|polling|webhook)/|\\.node\\.ts$',
			},
			to: { path: '^nodes/[^/]+/(resources|polling|webhook)/' },
		},
		{
			name: 'stand-ins-share-nothing',
			comment: 'A stand-in that shared code with the package would share its mistakes.',
			severity: 'error',
			from: { path: '^test/standins/' },
			to: { path: '^(nodes|credentials|dist)/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(dist|\\.cache|test-results)/' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'require', 'node', 'default', 'types'],
			mainFields: ['main', 'types'],
		},
	},
};
