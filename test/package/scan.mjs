// Runs n8n's package scanner on a folder and prints its verdict as JSON. Runs in its own process, because the scanner and
// its plug-ins are ES modules, which jest cannot load.
// Arguments: the folder, then file patterns.
import { analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [folder, ...patterns] = process.argv.slice(2);
const { passed, message, details } = await analyzePackage(folder, patterns);
process.stdout.write(JSON.stringify({ passed, message, details }));
