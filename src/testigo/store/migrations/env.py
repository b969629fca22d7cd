"""Runs the revisions inside the transaction that `testigo.store.forms` hands over."""

from alembic import context

from testigo.store.tables import EVIDENCE

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=EVIDENCE, transactional_ddl=False)
context.run_migrations()
