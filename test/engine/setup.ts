/** Keeps n8n-core from writing outside the temporary folder, and from logging. */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Where n8n-core writes its settings file; the default is the home directory.
const userFolder = join(tmpdir(), 'n8n-nodes-gohighlevel-test', String(process.pid));
mkdirSync(userFolder, { recursive: true });
process.env.N8N_USER_FOLDER = userFolder;

// n8n-core logs every failed node with its stack; the tests look at the result instead.
process.env.N8N_LOG_LEVEL ??= 'silent';
