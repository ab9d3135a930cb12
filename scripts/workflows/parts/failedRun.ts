/** The branch that tells someone when a run fails. n8n starts it by itself for a published workflow. */
import type { Flow, FlowNode } from '../flow';
import { core, set, when } from './core';

export interface FailedRun {
	/** The error trigger, which stands beside the others. */
	onError: FlowNode;
	/** The node after the settings; its `no` output leads to the work. */
	didRunFail: FlowNode;
	/** The nodes that send the message, for a section. */
	telling: FlowNode[];
}

/**
 * Adds the branch: error trigger, settings, and a message to the setting `tellUrl`, in the form that Slack, Mattermost and
 * Google Chat take.
 */
export function failedRun(flow: Flow, settings: FlowNode): FailedRun {
	const onError = core('errorTrigger', 1, 'On Error', {});
	const didRunFail = when('Did a Run Fail?', "={{ $('On Error').isExecuted }}");
	const anyone = when('Someone to Tell?', "={{ $('Settings').first().json.tellUrl !== '' }}");
	const message = set('Message', [
		{
			name: 'text',
			type: 'string',
			value:
				'=The workflow "{{ $json.workflow.name }}" failed: {{ $json.execution?.error?.message ?? $json.trigger?.error?.message }}\n{{ $json.execution?.url ?? \'\' }}',
		},
	]);
	const tell = core(
		'httpRequest',
		4.2,
		'Tell Someone',
		{
			method: 'POST',
			url: "={{ $('Settings').first().json.tellUrl }}",
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ { text: $json.text } }}',
			options: {},
		},
		{ retryOnFail: true, maxTries: 3, waitBetweenTries: 2000 },
	);
	flow.chain(onError, settings, didRunFail);
	flow.on(didRunFail, 'yes', message, anyone).on(anyone, 'yes', tell);
	return { onError, didRunFail, telling: [message, anyone, tell] };
}
