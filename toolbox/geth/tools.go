//go:build tools

// Package geth names the one program that is built here, so that go.mod and go.sum lock it.
package geth

import _ "github.com/ethereum/go-ethereum/cmd/geth"
