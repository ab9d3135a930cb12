return ['active', 'upcoming'].map((state) => ({ json: { state } }));
