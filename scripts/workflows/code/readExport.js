// The exported workflows, from the form or the webhook: one, a list of them, or nodes copied from the canvas.
const { json, binary } = $input.first();
const form = json.body === undefined ? json : { 'Exported Workflow': json.body, ...json.query };
const wanted = String(form['Credential'] ?? form.credential ?? '');
const authentication = /oauth/i.test(wanted) ? 'oAuth2' : 'privateIntegration';

function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		throw new Error(
			'The export is not JSON. Paste the whole text of a downloaded workflow, or upload its file.',
		);
	}
}

function read(given) {
	const whole = typeof given === 'string' ? parsed(given) : given;
	const workflows = (Array.isArray(whole) ? whole : [whole]).map((one) => one?.data ?? one);
	if (!workflows.every((one) => Array.isArray(one?.nodes))) {
		throw new Error(
			'The export has no list "nodes". Use Download in the menu of a workflow, or copy its nodes.',
		);
	}
	return [{ json: { workflows, authentication } }];
}

const pasted = form['Exported Workflow'] ?? '';
const [file] = Object.keys(binary ?? {});
return pasted === '' && file !== undefined
	? this.helpers.getBinaryDataBuffer(0, file).then((buffer) => read(buffer.toString('utf8')))
	: read(pasted);
