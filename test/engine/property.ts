/** The property of a value of unknown type; undefined if it has none. */
export function property(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
