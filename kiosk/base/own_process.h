// What a process that holds people's data keeps to itself.
#pragma once

namespace vestibule {

// For the beginning of a program: files and folders that it makes are its user's alone, whatever the shell's umask,
// and its memory goes into no core dump and to no other process of the same user.
void keep_to_itself();

}  // namespace vestibule
