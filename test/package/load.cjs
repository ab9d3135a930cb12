// Loads the files listed in the n8n block of a package, as n8n does, and prints what it found as JSON.
// Runs in its own process, so that nothing of this repository but NODE_PATH is within reach.
'use strict';

const { existsSync, readFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');

const root = process.argv[2];
const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const loaded = [...n8n.credentials, ...n8n.nodes].map((file) => {
	const className = basename(file).replace(/\.(node|credentials)\.js$/, '');
	const instance = new (require(join(root, file))[className])();
	const described = instance.description ?? instance;
	const icon = described.icon ?? {};
	const icons = typeof icon === 'string' ? [icon] : [icon.light, icon.dark];
	return {
		file,
		name: described.name,
		properties: described.properties.length,
		codex: existsSync(join(root, file.replace(/\.js$/, '.json'))),
		icons: icons.map((name) => {
			const path = join(root, dirname(file), String(name).replace(/^file:/, ''));
			return { name, bytes: existsSync(path) ? readFileSync(path, 'base64') : null };
		}),
	};
});
process.stdout.write(JSON.stringify(loaded));
