// The program: hands its arguments to the command line.
#include <string>
#include <vector>

#include "kiosk/command/command.h"

int main(int count, char** arguments) {
    return vestibule::run_command_line({arguments + 1, arguments + count});
}
