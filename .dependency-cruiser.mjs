/**
 * Import rules (`npm run lint:imports`). Imports go one way:
 *
 *   node file -> resources, polling, webhook -> fields, search, api -> nodes/shared -> n8n-workflow
 *
 * Type imports count too: a cycle of types couples files as tightly as a cycle of code.
 */

/** Modules that n8n provides at run time; any other would be missing on a user's machine. */
const PROVIDED_BY_N8N = '(^|/)node_modules/(n8n-workflow|luxon|@types/luxon)/';

const SHIPPED = '^(nodes|credentials)/';

export default {
	forbidden: [
		{
			name: 'no-circles',
			comment: 'Move what both files need to a third one.',
			severity: 'error',
			from: { pathNot: 'node_modules' },
			to: { circular: true },
		},
		{
			name: 'nothing-unknown',
			comment: 'The import cannot be resolved: correct the path, or install the package.',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true },
		},
		{
			name: 'only-what-n8n-provides',
			comment: 'At run time the package has only n8n-workflow and luxon.',
			severity: 'error',
			from: { path: SHIPPED },
			to: { path: 'node_modules/', pathNot: PROVIDED_BY_N8N },
		},
		{
			name: 'only-crypto-of-node',
			comment: 'n8n Cloud rejects nodes that load any other Node module.',
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
			comment: 'n8n loads them separately, and a node refers to its credential by name.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^(nodes|credentials)/', pathNot: '^$1/' },
		},
		{
			name: 'shared-knows-no-service',
			comment:
				'nodes/shared depends on n8n, not on HighLevel: pass service-specific parts as parameters.',
			severity: 'error',
			from: { path: '^nodes/shared/' },
			to: { path: '^nodes/(?!shared/)' },
		},
		{
			name: 'services-apart',
			comment: 'Each service must be packable without the other; share code through nodes/shared.',
			severity: 'error',
			from: { path: '^nodes/([^/]+)/', pathNot: '^nodes/shared/' },
			to: { path: '^nodes/', pathNot: '^nodes/($1|shared)/' },
		},
		{
			name: 'node-files-on-top',
			comment: 'A node file combines the parts; the parts do not depend on it.',
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
			comment: "Contacts and Calendars do not depend on each other's rows and events.",
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
