// The HighLevel lists that the editor offers to choose from.

export * from './appointments';
export * from './calendars';
export * from './contacts';
export * from './services';
export * from './subAccount';
export * from './subAccounts';
export * from './users';
