// What every test program includes, parsed once: CMakeLists.txt lists the headers. There is nothing else in it.
