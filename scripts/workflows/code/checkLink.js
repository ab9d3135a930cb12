// Compares every character, so that the time it takes does not tell how much of a signature is right.
const { secret } = $('Settings').first().json;
const { signature, query } = $input.first().json;
const given = String(query?.s ?? '');
let differs = given.length === signature.length ? 0 : 1;
for (let index = 0; index < signature.length; index += 1) {
	differs |= signature.charCodeAt(index) ^ (given.charCodeAt(index) || 0);
}
const view = secret.length < 16 ? 'notSetUp' : differs === 0 ? '' : 'wrongLink';

return [
	{
		json: { view, appointmentId: String(query?.a ?? ''), wantsCancel: query?.cancel !== undefined },
	},
];
