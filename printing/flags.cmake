# How everything is compiled, in the whole build and in printing/ alone.
add_library(vestibule_flags INTERFACE)
target_compile_options(vestibule_flags INTERFACE -Wall -Wextra -Wconversion -Werror
  # Designated initialisers leave out what has a default: that is the point of them.
  -Wno-missing-field-initializers
  # The same for all, also where a library's own flags ask for it: else a precompiled header couldn't serve all.
  -pthread)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # GCC 12 sees copies out of bounds in std::string's own operator+ (its bugs 105329, 105651), and that even depends on
  # the length of the path where the tree lies. AddressSanitizer's run of the tests finds the real ones.
  target_compile_options(vestibule_flags INTERFACE
    -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -fpch-preprocess)
endif()
