// What every folder of kiosk/ includes, parsed once: CMakeLists.txt lists the headers. There is nothing else in it.
