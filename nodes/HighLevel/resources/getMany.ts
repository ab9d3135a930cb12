// The operation that most resources start with.

/**
 * Value of the operation Get Many, for a resource's `initial`. A constant, because n8n's lint takes an object that contains the
 * literal for a menu entry.
 */
export const GET_MANY = 'getAll';
