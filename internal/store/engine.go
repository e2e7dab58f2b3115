package store

import (
	"context"
	"database/sql"
)

// engine is what differs between SQLite and PostgreSQL. All other statements serve both.
type engine interface {
	// migrations returns the directory of the engine's migrations.
	migrations() string
	// snapshot returns the options of a transaction that reads everything as it is at one moment.
	snapshot() *sql.TxOptions
	// lock makes a transaction that writes wait for the one before it, also of another process.
	lock(tx *transaction)
	// keepsStatements reports whether the driver keeps statements prepared by itself.
	keepsStatements() bool
	// beginMigration makes a transaction wait for other migrations, and returns the version of the schema.
	beginMigration(tx *transaction) int
	// endMigration stores the version of the schema that a migration has made.
	endMigration(tx *transaction, version int)
	// schema returns the definitions of tables, indices and the rest, by name.
	schema(tx *transaction) map[string]string
	// migratedSchema returns what schema does after all migrations, nil if that cannot be found out here.
	migratedSchema(ctx context.Context) (map[string]string, error)
	// checkIntegrity runs the engine's own checks of what is stored.
	checkIntegrity(ctx context.Context) error
	// changes returns the position of the last event.
	changes(ctx context.Context) (int, error)
	// keepHead stores how far the database has come for other machines, and wakes them. The head is nil without a seal.
	keepHead(tx *transaction, head *Head, seal *Seal)
	// wrote notes that this process has committed a change.
	wrote()
	// listen notes what other processes commit until ctx ends.
	listen(ctx context.Context)
	// keptHead returns the head that keepHead has stored, nil if this machine's file is the only one.
	keptHead(ctx context.Context, seal *Seal) (*Head, error)
	// close closes what the engine has opened.
	close() error
}
