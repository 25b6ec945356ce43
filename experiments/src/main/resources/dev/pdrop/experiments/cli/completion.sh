
# What is above completes names and options. An experiment, a method and a run may also be given by their path, and
# runs come and go: they are looked up when they are asked for.
function _complete_pdrop_paths() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' value='' positional=0 i one
  COMPREPLY=()
  if [ "$previous" = --plugins ]; then
    _pdrop_add_paths -d
    return
  fi
  _complete_pdrop
  for (( i = 1; i < COMP_CWORD; i++ )); do
    one=${COMP_WORDS[i]}
    if [ -n "$value" ]; then
      value=''
    elif [[ " @VALUES@ " == *" $one "* ]]; then
      value=yes
    elif [[ "$one" == -* ]]; then
      :
    elif [ -z "$command" ]; then
      command=$one
    else
      positional=$((positional + 1))
    fi
  done
  if [[ "$word" == --* && --plugins == "$word"* ]]; then
    COMPREPLY+=(--plugins)
  elif [[ " @FILE_OPTIONS@ " == *" $previous "* ]]; then
    _pdrop_add_paths -f
  elif [[ -z "$value" && "$word" != -* && $positional -eq 0 ]]; then
    case $command in
      @FILE_COMMANDS@) _pdrop_add_paths -f ;;
      @RUN_COMMANDS@)
        [ -z "$ZSH_VERSION" ] || setopt LOCAL_OPTIONS NO_NOMATCH
        for one in @RUNS@/"$word"*/manifest.json; do
          one=${one%/manifest.json}
          [ -d "$one" ] && COMPREPLY+=("${one##*/}")
        done
        _pdrop_add_paths -d
        ;;
      @FOLDER_COMMANDS@) _pdrop_add_paths -d ;;
    esac
  fi
}

# Files (-f) or folders (-d) that begin with the word.
function _pdrop_add_paths() {
  local word=${COMP_WORDS[COMP_CWORD]} path
  while IFS= read -r path; do
    [[ "$path" != "$word"* ]] || COMPREPLY+=("$path")
  done < <(compgen "$1" -- "$word")
  [ -z "$BASH_VERSION" ] || ! type compopt &>/dev/null || compopt -o filenames 2>/dev/null
}

if [ -n "$ZSH_VERSION" ]; then
  complete -F _complete_pdrop_paths -o default -o filenames pdrop
else
  complete -F _complete_pdrop_paths -o default pdrop
fi
