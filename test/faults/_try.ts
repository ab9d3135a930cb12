import { prepareLoading } from './loader';
prepareLoading();
async function pool(size: number, work: Array<() => Promise<void>>) {
	let next = 0;
	await Promise.all(Array.from({ length: size }, async () => { while (next < work.length) await work[next++]!(); }));
}
async function main() {
	const { operationTargets } = await import('./targets/operations');
	const { FAULTS, timesOf } = await import('./faults');
	const [only, faults] = process.argv.slice(2);
	const targets = operationTargets.filter((t) => !only || new RegExp(only).test(t.name));
	const start = Date.now(); const cpu = process.cpuUsage();
	await pool(4, targets.map((t) => () => t.prepare().catch((e) => console.log('RED', t.name, e.message))));
	console.log('baselines', (Date.now() - start) / 1000);
	const jobs = targets.flatMap((target) => FAULTS.filter((f) => !f.once && (!faults || new RegExp(faults).test(f.name))).flatMap((fault) => timesOf(fault).map((times) => ({ target, fault, times }))));
	console.log(jobs.length, 'cells');
	let bad = 0;
	const slowest: Array<[number,string]> = [];
	const run = ({ target, fault, times }: (typeof jobs)[0]) => async () => {
			const t = Date.now();
			const problems = await target.run(fault, times).catch((e) => [e.message]);
			slowest.push([Date.now() - t, `${target.name} ${fault.name} ${times}`]);
			if (problems.length) { bad++; console.log(`RED ${target.name} | ${fault.name} | ${times}: ${problems.join(' || ').slice(0, 900)}`); }
	};
	await Promise.all([pool(6, jobs.filter((j) => !j.fault.slow).map(run)), pool(40, jobs.filter((j) => j.fault.slow).map(run))]);
	slowest.sort((a, b) => b[0] - a[0]);
	console.log(bad, 'red', (Date.now() - start) / 1000, process.cpuUsage(cpu).user / 1e6, process.memoryUsage().rss / 1e6, slowest.slice(0, 5));
	process.exit(0);
}
main().catch((e) => { console.error(e); process.exit(1); });
