// Package staff decides who may do what on the console: accounts, passwords, second factors,
// sessions, roles. It is the only user of argon2, otp and go-webauthn.
//
// It knows no SQL and no HTTP; what it needs kept it says in Store. Start reading at house.go, then signin.go.
package staff
