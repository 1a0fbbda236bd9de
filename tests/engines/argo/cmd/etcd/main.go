// etcd as its own module builds it, but in the module graph of kube-apiserver: one set of versions, one build cache.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
