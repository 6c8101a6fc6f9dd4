"""Runs migrations over the connection that `brokerage.schema` hands in; there is no configuration file."""

from alembic import context

from employers.db import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
context.run_migrations()
