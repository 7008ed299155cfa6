// The small command `badge-print`: renders badges and prints them without the station around it.
#include "printing/badge_print.h"

#include <iostream>

int main(int argc, char** argv) {
    using namespace printing::command;
    CLI::App app{"Renders visitor badges and prints them through CUPS"};
    app.require_subcommand(1);
    add_render(app);
    add_sheet(app);
    add_printing(app);
    add_queues(app);
    add_test_page(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_wrong_use;
    } catch (const Stop& stop) {
        std::cerr << "badge-print: " << stop.what << '\n';
        return stop.status;
    }
    return 0;
}
