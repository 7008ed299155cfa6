// Linux alone knows prctl.
#include "kiosk/base/own_process.h"

#include <sys/prctl.h>
#include <sys/stat.h>

namespace vestibule {

void keep_to_itself() {
    ::umask(0077);
    // Fails for nothing but a wrong argument. A limit of core dumps would be passed by one that goes through a pipe.
    (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace vestibule
