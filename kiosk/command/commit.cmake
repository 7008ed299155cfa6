# Writes OUT, a header with the commit that SOURCE is at; untouched where nothing changed, so that nothing is compiled.
# cmake -DSOURCE=… -DOUT=… -P commit.cmake
set(commit "unknown")
find_program(GIT git)
if(GIT)
  # Sources that lie in another project's repository aren't at its commit.
  execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --show-toplevel
    OUTPUT_VARIABLE top OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  file(REAL_PATH ${SOURCE} source)
  if(top STREQUAL source)
    execute_process(COMMAND ${GIT} -C ${SOURCE} describe --always --abbrev=12 --dirty=-changed --exclude=*
      OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
endif()
if(NOT commit)
  set(commit "unknown")
endif()
file(CONFIGURE OUTPUT ${OUT} CONTENT [[// The commit of this build, made by commit.cmake.
#pragma once
#define VESTIBULE_COMMIT "@commit@"
]] @ONLY NEWLINE_STYLE UNIX)
