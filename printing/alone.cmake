# What printing/ needs of the build around it, for when there is none. Its headers are included as "printing/…".
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")  # ensure() and assert() stay, as in the whole build

find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

cmake_path(GET CMAKE_CURRENT_SOURCE_DIR PARENT_PATH headers_root)
include(flags.cmake)
target_include_directories(vestibule_flags INTERFACE ${headers_root})

function(vestibule_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE vestibule_flags ${ARG_PRIVATE_LINK})
  target_include_directories(${name} PUBLIC ${headers_root})
endfunction()
