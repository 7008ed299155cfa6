// In builds with AddressSanitizer: libraries stay loaded until the process ends. Leaks are told at the end, and those
// of graphics drivers that were unloaded by then could be told neither from ours nor by name.
extern "C" int dlclose(void*) {
    return 0;
}
