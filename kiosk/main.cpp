// The program: hands its arguments to the command line.
#include <string>
#include <vector>

#include "kiosk/base/own_process.h"
#include "kiosk/command/command.h"

int main(int count, char** arguments) {
    vestibule::keep_to_itself();
    return vestibule::run_command_line({arguments + 1, arguments + count});
}
