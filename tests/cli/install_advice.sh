# A user without sudo on a new Debian is told what can be pasted as it is: there are no package lists yet
mkdir bin scratch && cp "$TESTS/install" scratch/install
for tool in sh cat sed tr dirname; do ln -s "$(command -v $tool)" bin/; done
printf '#!/bin/sh\necho 1000\n' >bin/id
printf '#!/bin/sh\nexit 1\n' >bin/dpkg-query
printf '#!/bin/sh\necho apt-get was called\n' >bin/apt-get
chmod +x bin/id bin/dpkg-query bin/apt-get
FAILWISE_INSTALL="" PATH=$PWD/bin sh scratch/install cluster; echo $?
