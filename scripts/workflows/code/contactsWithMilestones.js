return $('Get Contacts').all();
