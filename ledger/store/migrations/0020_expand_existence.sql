-- What officers hid and released of one person is looked for with every answer to them.
create index intake_existence on intake (log_id, key_id, intake_id)
  where command in ('existence hide', 'existence release', 'existence confirm');
