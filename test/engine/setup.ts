import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core writes its settings file below this folder, else into the home of whoever runs the tests.
const userFolder = join(tmpdir(), 'n8n-nodes-gohighlevel-test', String(process.pid));
mkdirSync(userFolder, { recursive: true });
process.env.N8N_USER_FOLDER = userFolder;

// A failed node is logged with its stack; the tests look at the result instead.
process.env.N8N_LOG_LEVEL ??= 'silent';
