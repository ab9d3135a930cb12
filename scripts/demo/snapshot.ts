/** Everything that the start page shows at one moment. */
import { OWNER } from '../../test/e2e/lib/n8n';
import type { Outcome, Rounds } from './rounds';
import type { Run } from './runs';
import type { Section, Service } from './services/service';
import type { Imported } from './workflows';

/** What the demo knows of n8n once it runs. */
export interface N8nSide {
	url: string;
	imported: Imported[];
	rounds: Rounds;
	runs: Map<string, Run[]>;
}

interface ShownTemplate {
	file: string;
	name: string;
	/** The page's link to the workflow. */
	link: string;
	isActive: boolean;
	/** Those of the registry only. */
	sentence?: string;
	button?: string;
	runs: Array<Run & { link: string }>;
	outcome?: Outcome;
}

interface ShownService {
	key: string;
	name: string;
	url: string;
	calls: number;
	sections: Section[];
	actions: Array<{ name: string; title: string; fields: object[] }>;
}

export interface Snapshot {
	/** What the demo is doing; empty once it is ready. */
	phase: string;
	/** What went wrong at the start; empty if nothing did. */
	problem: string;
	n8n: { isRunning: boolean; email: string; password: string };
	templates: ShownTemplate[];
	services: ShownService[];
}

/** A link that signs the browser in to n8n and opens a page there. */
function linkTo(path: string): string {
	return `/n8n?to=${encodeURIComponent(path)}`;
}

function shownTemplate({ imported, rounds, runs }: N8nSide): ShownTemplate[] {
	return imported.map(({ file, workflow, entry, isActive }) => {
		const path = `/workflow/${workflow.id}`;
		const outcome = rounds.outcomeOf(file);
		return {
			file,
			name: workflow.name,
			link: linkTo(path),
			isActive,
			...(entry === undefined ? {} : { sentence: entry.sentence, button: entry.button }),
			runs: (runs.get(workflow.id) ?? []).map((run) => ({
				...run,
				link: linkTo(`${path}/executions/${run.id}`),
			})),
			...(outcome === undefined ? {} : { outcome }),
		};
	});
}

/** @param n8n undefined until it runs */
export function takeSnapshot(
	{ phase, problem }: Pick<Snapshot, 'phase' | 'problem'>,
	services: Service[],
	n8n: N8nSide | undefined,
): Snapshot {
	return {
		phase,
		problem,
		n8n: { isRunning: n8n !== undefined, email: OWNER.email, password: OWNER.password },
		templates: n8n === undefined ? [] : shownTemplate(n8n),
		services: services.map((service) => ({
			key: service.key,
			name: service.name,
			url: service.url,
			calls: service.calls(),
			sections: service.sections(),
			actions: service.actions.map((action) => ({
				name: action.name,
				title: action.title,
				fields: action.fields.map((field) => ({ ...field, options: field.options?.() })),
			})),
		})),
	};
}
