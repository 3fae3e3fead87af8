.PHONY: setup
setup:
	@sh toolbox/set_up.sh
