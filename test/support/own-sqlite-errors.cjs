// better-sqlite3's binary lives as long as the process and keeps the error class that it was first given. Jest gives every
// file of tests a realm of its own, so the binary is made to take the class of this one.
require('better-sqlite3/build/Release/better_sqlite3.node').isInitialized = false;
