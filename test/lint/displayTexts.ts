import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyMode,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

/**
 * title: the name of a field, a menu entry or a button. description: a tooltip, or the line under a menu entry. example: the
 * text in an empty field. hint: the line under a field. notice: a box in the panel. action: an entry of the node panel.
 * panel: what a trigger shows in the editor.
 */
export type DisplayKind =
	| 'title'
	| 'description'
	| 'example'
	| 'hint'
	| 'notice'
	| 'action'
	| 'panel';

/** One text that a node or a credential shows in the editor. */
export interface DisplayText {
	/** The titles that lead to it. */
	path: string;
	kind: DisplayKind;
	text: string;
	/** The title of what it describes. */
	title: string;
	/** For an example: what the field is. */
	of?: INodeProperties['type'];
}

type Choice = INodePropertyOptions | INodeProperties | INodePropertyCollection;

const isField = (choice: Choice): choice is INodeProperties => 'type' in choice;
const isGroup = (choice: Choice): choice is INodePropertyCollection => 'values' in choice;

class Collector {
	readonly texts: DisplayText[] = [];

	add(kind: DisplayKind, path: string, text: unknown, title = '', of?: DisplayText['of']): void {
		if (typeof text === 'string' && text !== '') this.texts.push({ path, kind, text, title, of });
	}

	fields(fields: INodeProperties[], path: string): void {
		for (const field of fields) if (field.type !== 'hidden') this.field(field, path);
	}

	private field(field: INodeProperties, outer: string): void {
		const { displayName, description, placeholder, hint, options = [], modes = [], type } = field;
		const path = `${outer} > ${displayName}`;
		this.add(type === 'notice' ? 'notice' : 'title', path, displayName);
		this.add('description', path, description, displayName);
		this.add('example', path, placeholder, displayName, type);
		this.add('hint', path, hint, displayName);
		this.add('title', path, field.typeOptions?.multipleValueButtonText);
		for (const choice of options) this.choice(choice, path);
		for (const mode of modes) this.mode(mode, path);
	}

	private choice(choice: Choice, outer: string): void {
		if (isField(choice)) return this.field(choice, outer);
		if (isGroup(choice)) {
			const path = `${outer} > ${choice.displayName}`;
			this.add('title', path, choice.displayName);
			return this.fields(choice.values, path);
		}
		const path = `${outer} > ${choice.name}`;
		this.add('title', path, choice.name);
		this.add('description', path, choice.description, choice.name);
		this.add('action', path, choice.action, choice.name);
	}

	private mode({ displayName, placeholder, hint, type }: INodePropertyMode, outer: string): void {
		const path = `${outer} > ${displayName}`;
		this.add('title', path, displayName);
		this.add('example', path, placeholder, displayName, type === 'list' ? 'options' : 'string');
		this.add('hint', path, hint, displayName);
	}
}

/** Every text that a node shows. */
export function textsOfNode(description: INodeTypeDescription): DisplayText[] {
	const collector = new Collector();
	const { displayName, properties, triggerPanel } = description;
	collector.add('title', displayName, displayName);
	collector.add('description', displayName, description.description, displayName);
	collector.add('panel', displayName, description.eventTriggerDescription);
	collector.add('panel', displayName, description.activationMessage);
	if (typeof triggerPanel === 'object') {
		const { executionsHelp: help } = triggerPanel;
		for (const text of typeof help === 'object' ? Object.values(help) : [help]) {
			collector.add('panel', displayName, text);
		}
		for (const text of [triggerPanel.header, triggerPanel.activationHint]) {
			for (const one of typeof text === 'object' ? Object.values(text) : [text]) {
				collector.add('panel', displayName, one);
			}
		}
	}
	collector.fields(properties, displayName);
	return collector.texts;
}

/** Every text that a credential shows. */
export function textsOfCredential({ displayName, properties }: ICredentialType): DisplayText[] {
	const collector = new Collector();
	collector.add('title', displayName, displayName);
	collector.fields(properties, displayName);
	return collector.texts;
}

type Condition = Record<string, unknown[]>;

function conditionOf({ displayOptions }: INodeProperties): Condition {
	const show = Object.entries(displayOptions?.show ?? {});
	return Object.fromEntries(show.map(([key, values]) => [key, values ?? []]));
}

/** Whether one field is hidden for a value, and the other for every other value. */
function hidesWhatShows(a: INodeProperties, b: INodeProperties): boolean {
	return Object.entries(a.displayOptions?.hide ?? {}).some(([key, values]) =>
		values?.some((value) => {
			const inverse = JSON.stringify({ _cnd: { not: value } });
			return b.displayOptions?.hide?.[key]?.some((one) => JSON.stringify(one) === inverse);
		}),
	);
}

/** Whether some choice in the editor shows both fields; conditions other than lists of values count as met. */
export function mayMeet(a: INodeProperties, b: INodeProperties): boolean {
	if (hidesWhatShows(a, b) || hidesWhatShows(b, a)) return false;
	const conditions = conditionOf(b);
	return Object.entries(conditionOf(a)).every(([key, values]) => {
		const others = conditions[key];
		const arePlain = [...values, ...(others ?? [])].every((one) => typeof one !== 'object');
		return !others || !arePlain || values.some((value) => others.includes(value));
	});
}

/** The titles that two fields have that the editor shows side by side, with the titles that lead to them. */
export function sharedTitles(fields: INodeProperties[], outer: string): string[] {
	const shown = fields.filter(({ type }) => type !== 'hidden' && type !== 'notice');
	const shared = shown.flatMap((field, index) =>
		shown
			.slice(index + 1)
			.filter((other) => other.displayName === field.displayName && mayMeet(field, other))
			.map(({ displayName }) => `${outer} > ${displayName}`),
	);
	const inner = shown.flatMap(({ displayName, options = [] }) => {
		const path = `${outer} > ${displayName}`;
		return [
			...sharedTitles(options.filter(isField), path),
			...options
				.filter(isGroup)
				.flatMap((group) => sharedTitles(group.values, `${path} > ${group.displayName}`)),
		];
	});
	return [...new Set([...shared, ...inner])];
}
