package store

import (
	"context"
	"errors"
)

// ErrCorrupt says that what the engine has stored is damaged.
var ErrCorrupt = errors.New("the database file is damaged")

// CheckIntegrity runs the engine's own checks of everything that is stored. The error is ErrCorrupt.
func (db *DB) CheckIntegrity(ctx context.Context) error { return db.engine.checkIntegrity(ctx) }
