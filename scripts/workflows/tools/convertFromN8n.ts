/** Takes an exported workflow and answers with the same one, in which nodes of this package stand for those of n8n's HighLevel node. */
import type { Flow } from '../flow';
import { code, core, when } from '../parts/core';
import type { Template } from '../template';

const FIELDS = [
	{ fieldLabel: 'Exported Workflow', fieldType: 'textarea', placeholder: '{ "nodes": [ … ] }' },
	{ fieldLabel: 'Or Its File', fieldType: 'file', multipleFiles: false, acceptFileTypes: '.json' },
	{
		fieldLabel: 'Credential',
		fieldType: 'dropdown',
		requiredField: true,
		fieldOptions: {
			values: [{ option: 'Private Integration Token' }, { option: 'OAuth2 (Marketplace App)' }],
		},
	},
];

function draw(flow: Flow): void {
	const form = core('formTrigger', 2.3, 'Convert a Workflow', {
		formTitle: "Convert from n8n's HighLevel node",
		formDescription:
			'Download the workflow in n8n, or select its nodes and copy them. Paste the text here, or choose the file.',
		formFields: { values: FIELDS },
		responseMode: 'lastNode',
		options: { appendAttribution: false, buttonLabel: 'Convert' },
	});
	const webhook = core('webhook', 2.1, 'By Webhook', {
		httpMethod: 'POST',
		path: '',
		responseMode: 'lastNode',
		options: {},
	});
	const read = code('Read the Export', 'readExport');
	const convert = code('Convert', 'convertHighLevel');
	const report = code('Report', 'reportConversion');
	const byForm = when('By Form?', "={{ $('Convert a Workflow').isExecuted }}");
	const show = core('form', 2.3, 'Show the Result', {
		operation: 'completion',
		respondWith: 'returnBinary',
		completionTitle: 'Converted',
		completionMessage: "={{ $json.text.replace(/\\n/g, '<br>') }}",
		inputDataFieldName: 'data',
		options: {},
	});
	// A node that answers the webhook would forbid the form to end with a page.
	const answer = core('set', 3.4, 'Answer', {
		mode: 'raw',
		jsonOutput: '={{ { workflows: $json.workflows, report: $json.report } }}',
		options: {},
	});
	flow.chain(form, read).chain(webhook, read, convert, report, byForm);
	flow.on(byForm, 'yes', show).on(byForm, 'no', answer);
	flow.note(
		'Read Me',
		`## From n8n's HighLevel node

Give it an exported workflow, and it gives back the same workflow with nodes of this package in place of n8n's own HighLevel node, and a report: what was converted, what was left alone and why, and what to check by hand.

1. **Execute workflow** from *Convert a Workflow* and paste the workflow, or choose its file.
2. Import the file that you get. It becomes a workflow of its own; the old one stays as it is.
3. Choose your credential in the converted nodes, go through the report, and run the new workflow before you switch the old one off.

Nothing leaves n8n, and no credential is needed here. For many workflows publish it and send each to **By Webhook**; add \`?credential=oauth2\` if the new nodes use OAuth2.`,
		4,
	);
	flow.section(
		'Convert',
		'**Convert.** The tables in *Convert* say what becomes of each parameter.',
		form,
		webhook,
		read,
		convert,
		report,
		byForm,
		show,
		answer,
	);
}

export const convertFromN8n: Template = {
	file: 'tools/convert-from-n8n-node',
	name: "HighLevel: Convert from n8n's Own Node",
	draw,
};
