-- What the lists of the console need and the engine does not: each holds few rows, so that it costs the engine next to nothing.

-- Which line reverses this one; also spares the check of the foreign key a walk through the ledger.
create index credit_transaction_reverses on credit_transaction (reverses) where reverses is not null;
create index credit_transaction_by_rare_kind on credit_transaction (kind, id) where kind <> 'DEDUCT';
create index credit_transaction_later_charge on credit_transaction (generation_id) where charge > 1;

create index stored_file_missing on stored_file (created_at, id) where state = 'MISSING';
create index stored_file_largest on stored_file (bytes, id) where bytes is not null;
