// Prints, as JSON, the rules that fire on one import statement at the top of each given file.
// Argument: [[file, imported], …] as JSON.
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

// Rules that need types are off: the files given here exist only in memory.
const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });
const found = [];
for (const [file, imported] of JSON.parse(process.argv[2])) {
	const source = `import { x } from '${imported}';\nvoid x;\n`;
	const results = await eslint.lintText(source, { filePath: file });
	found.push(results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId ?? 'fatal')));
}
process.stdout.write(JSON.stringify(found));
