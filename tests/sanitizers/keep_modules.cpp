// In builds with sanitizers: libraries stay loaded until the process ends. Leaks are told at the end, and those of
// graphics drivers that were unloaded by then could be told neither from ours nor by name; and ThreadSanitizer gives
// up when a library that it was told to leave alone is unloaded.
extern "C" int dlclose(void*) {
    return 0;
}
